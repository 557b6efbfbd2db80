//! Reading what a response is wrapped in: the code before the data.

use super::{Digits, Envelope, Quirks, RawJson, Read, ReadError, Reader, UnixMillis, UnknownFields, from_str};

/// A response out of its envelope.
pub(super) struct Opened<T> {
    pub(super) head: Head,
    /// The data; none where the code is not that of success or stands nowhere.
    pub(super) data: Option<Result<T, ReadError>>,
}

/// The fields around the data.
#[derive(Default)]
pub(super) struct Head {
    pub(super) code: Option<Digits>,
    pub(super) message: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) timestamp: Option<UnixMillis>,
    pub(super) unknown: UnknownFields,
}

impl Head {
    pub(super) fn is_success(&self, envelope: &Envelope) -> bool {
        self.code.as_ref().and_then(Digits::to_i64) == Some(envelope.success)
    }

    /// Reads a field of the head; one that does not fit is kept with the unknown ones, so that it fails nothing.
    fn read_field(&mut self, from: &mut Reader<'_>, key: &str, names: &Envelope) -> Result<(), ReadError> {
        let fits = if key == names.code {
            fill(from, &mut self.code)?
        } else if Some(key) == names.message {
            fill(from, &mut self.message)?
        } else if Some(key) == names.request_id {
            fill(from, &mut self.request_id)?
        } else if Some(key) == names.timestamp {
            fill(from, &mut self.timestamp)?
        } else {
            false
        };
        if !fits {
            self.unknown.push(key, RawJson::from_checked(from.raw()?));
        }
        Ok(())
    }
}

fn fill<T: Read>(from: &mut Reader<'_>, into: &mut Option<T>) -> Result<bool, ReadError> {
    let quirks = Quirks::NONE.number_or_string();
    let read = from.attempt(|from| Option::<T>::read(from, quirks))?;
    Ok(read.map(|value| *into = value).is_some())
}

/// Reads a response that is nothing but data.
pub(super) fn open_bare<T: Read>(text: &str) -> Result<Opened<T>, ReadError> {
    match from_str(text) {
        Err(error) if error.is_syntax() => Err(error),
        data => Ok(Opened { head: Head::default(), data: Some(data) }),
    }
}

/// Reads a response. Data after a code of success is read on the way, data before it at the end, other data never.
pub(super) fn open<T: Read>(text: &str, names: &Envelope) -> Result<Opened<T>, ReadError> {
    let mut head = Head::default();
    let mut data = None;
    let mut pending: Option<&str> = None;
    let mut from = Reader::new(text);
    from.object(|from, key| {
        if *key != *names.data {
            return head.read_field(from, &key, names);
        }
        (data, pending) = (None, None);
        if !head.is_success(names) {
            pending = Some(from.raw()?);
            return Ok(());
        }
        let mut ahead = from.clone();
        data = Some(read_data(&mut ahead));
        match data {
            Some(Ok(_)) => *from = ahead,
            _ => from.skip()?,
        }
        Ok(())
    })?;
    from.end()?;
    if !head.is_success(names) {
        return Ok(Opened { head, data: None });
    }
    let data = data.or_else(|| pending.map(|raw| read_data(&mut Reader::new(raw))));
    let data = data.unwrap_or_else(|| match T::REQUIRED {
        true => Err(ReadError::missing(names.data)),
        false => Ok(T::placeholder()),
    });
    Ok(Opened { head, data: Some(data.map_err(|error| error.within_key(names.data))) })
}

/// Reads the data; null is as good as no data.
fn read_data<T: Read>(from: &mut Reader<'_>) -> Result<T, ReadError> {
    match !T::REQUIRED && from.take_nothing(Quirks::NONE)? {
        true => Ok(T::placeholder()),
        false => T::read(from, Quirks::NONE),
    }
}
