//! The macros that make a struct of the machine one that is read, written and filled: a row a field.

/// Implements [`Object`](crate::runtime::Object), [`Read`](crate::runtime::Read), `Serialize` and `Deserialize` for a struct
/// with a field `unknown` of [`UnknownFields`](crate::runtime::UnknownFields). A row is the place of a field, the method of
/// [`FieldValue`](crate::runtime::FieldValue) that reads it and of [`FieldWriter`](crate::runtime::FieldWriter) that writes
/// it, the field, and its name on the wire.
///
/// ```text
/// impl_object! { Pen, required &[0];
///     0 field colour "colour",
///     1 optional kind "type",
/// }
/// ```
///
/// In front of the rows may stand `quirks` with those of all fields, `required` with the places of those that have to be
/// there, and `rest` with a map for keys that only the sender knows. A row may end in `with` and quirks of its own. The
/// struct may have one type parameter, `Delivery<T>`; its field is one for `field_or_empty`.
#[macro_export]
macro_rules! impl_object {
    (@placeholder optional) => { ::core::option::Option::None };
    (@placeholder $other:ident) => { $crate::runtime::Read::placeholder() };
    (@keep $value:expr, $unknown:expr) => { $value.keep($unknown) };
    (@keep $value:expr, $unknown:expr, $rest:expr) => { $value.keep_in($rest, $unknown) };
    (@forms) => { ::core::default::Default::default() };
    (@forms $place:literal) => { $crate::runtime::UnknownFields::without::<Self>($place) };
    (@required) => { const REQUIRED: bool = false; };
    (@required $fields:expr) => {};
    (@required $fields:expr, $parameter:ident) => {
        const REQUIRED: bool = !<Self as $crate::runtime::Object>::REQUIRED_FIELDS.is_empty();
    };
    (
        $name:ident $(<$parameter:ident> at $at:literal)? $(, quirks $quirks:expr)? $(, required $required:expr)? $(, rest $rest:ident)?;
        $($place:literal $how:ident $field:ident $wire:literal $(with $own:expr)?,)*
    ) => {
        #[allow(deprecated)]
        impl $(<$parameter: $crate::runtime::Read + $crate::runtime::private::Serialize>)? $crate::runtime::Read
            for $name $(<$parameter>)?
        {
            $crate::impl_object!(@required $($required)? $(, $parameter)?);

            #[inline]
            fn placeholder() -> Self {
                Self {
                    $($field: $crate::impl_object!(@placeholder $how),)*
                    $($rest: ::core::default::Default::default(),)?
                    unknown: $crate::impl_object!(@forms $($at)?),
                }
            }

            #[inline]
            fn read(
                from: &mut $crate::runtime::Reader<'_>,
                _: $crate::runtime::Quirks,
            ) -> ::core::result::Result<Self, $crate::runtime::ReadError> {
                $crate::runtime::read_object(from)
            }
        }

        #[allow(deprecated)]
        impl $(<$parameter: $crate::runtime::Read + $crate::runtime::private::Serialize>)? $crate::runtime::Object
            for $name $(<$parameter>)?
        {
            const FIELDS: &'static [&'static str] = &[$($wire),*];
            $(const QUIRKS: $crate::runtime::Quirks = $quirks;)?
            $(const REQUIRED_FIELDS: &'static [usize] = $required;)?

            #[inline]
            fn unknown_mut(&mut self) -> &mut $crate::runtime::UnknownFields {
                &mut self.unknown
            }

            #[inline]
            fn read_field(
                &mut self,
                field: usize,
                value: $crate::runtime::FieldValue<'_, '_>,
            ) -> ::core::result::Result<(), $crate::runtime::ReadError> {
                match field {
                    $($place => value $(.with($own))? .$how(&mut self.$field),)*
                    _ => $crate::impl_object!(@keep value, &mut self.unknown $(, &mut self.$rest)?),
                }
            }

            #[inline]
            fn write_fields<M: $crate::runtime::SerializeMap>(&self, to: &mut $crate::runtime::FieldWriter<M>) {
                $(to.$how($wire, &self.$field);)*
                $(to.entries(&self.$rest);)?
                to.unknown(&self.unknown);
            }
        }

        #[allow(deprecated)]
        impl $(<$parameter: $crate::runtime::Read + $crate::runtime::private::Serialize>)?
            $crate::runtime::private::Serialize for $name $(<$parameter>)?
        {
            #[inline]
            fn serialize<S: $crate::runtime::private::Serializer>(
                &self,
                to: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::write_object(self, &self.unknown, to)
            }
        }

        #[allow(deprecated)]
        impl<'de $(, $parameter: $crate::runtime::Read + $crate::runtime::private::Serialize)?>
            $crate::runtime::private::Deserialize<'de> for $name $(<$parameter>)?
        {
            #[inline]
            fn deserialize<D: $crate::runtime::private::Deserializer<'de>>(
                from: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::deserialize(from)
            }
        }
    };
}

/// Gives a struct a setter for each of its optional fields: `set` takes the value, `into` all that becomes it, `boxed` the
/// value that the field holds in a `Box`.
///
/// ```text
/// impl_setters! { Pen;
///     set width: i64,
///     into colour: String,
/// }
/// ```
#[macro_export]
macro_rules! impl_setters {
    (@argument into $type:ty) => { impl ::core::convert::Into<$type> };
    (@argument $other:ident $type:ty) => { $type };
    (@value set $value:ident) => { $value };
    (@value into $value:ident) => { $value.into() };
    (@value boxed $value:ident) => { ::std::boxed::Box::new($value) };
    ($name:ident; $($(#[$attribute:meta])* $how:ident $field:ident: $type:ty,)*) => {
        #[allow(deprecated, unreachable_pub, clippy::should_implement_trait)]
        impl $name {
            $(
                #[doc = ::core::concat!("Sets [`", ::core::stringify!($field), "`](Self::", ::core::stringify!($field), ").")]
                $(#[$attribute])*
                #[must_use]
                #[inline]
                pub fn $field(mut self, $field: $crate::impl_setters!(@argument $how $type)) -> Self {
                    self.$field = ::core::option::Option::Some($crate::impl_setters!(@value $how $field));
                    self
                }
            )*
        }
    };
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::runtime::{Quirks, Read, Serialize, UnknownFields, from_str};

    #[derive(Debug, PartialEq)]
    struct Pen<T> {
        colour: String,
        kind: Option<i64>,
        next: Option<Box<Pen<()>>>,
        data: T,
        others: BTreeMap<String, String>,
        unknown: UnknownFields,
    }

    impl_object! { Pen<T> at 3, quirks Quirks::NONE.blank_is_null(), required if T::REQUIRED { &[0, 3] } else { &[0] }, rest others;
        0 field colour "colour",
        1 optional kind "type" with Quirks::NONE.number_or_string(),
        2 optional next "next",
        3 field_or_empty data "data",
    }

    fn round<T: Read + Serialize>(json: &str) -> String {
        serde_json::to_string(&from_str::<Pen<T>>(json).unwrap()).unwrap()
    }

    #[test]
    fn each_field_is_read_and_written_by_its_row() {
        let json = r#"{"colour":"red","type":2,"next":{"colour":"blue"},"data":"ink","of":"steel","width":3}"#;
        let pen: Pen<String> = from_str(json).unwrap();
        assert_eq!((&*pen.colour, pen.kind, &*pen.data), ("red", Some(2), "ink"));
        assert_eq!(pen.next.map(|pen| pen.colour).as_deref(), Some("blue"));
        assert_eq!(pen.others["of"], "steel");
        assert_eq!(pen.unknown.get::<i64>("width").unwrap(), Some(3));
        assert_eq!(round::<String>(json), json);
    }

    #[test]
    fn a_field_with_quirks_of_its_own_has_no_others() {
        assert_eq!(from_str::<Pen<()>>(r#"{"colour":"red","type":"7"}"#).unwrap().kind, Some(7));
        assert!(from_str::<Pen<()>>(r#"{"colour":"red","type":""}"#).is_err());
        assert_eq!(from_str::<Pen<()>>(r#"{"colour":"red","next":""}"#).unwrap().next, None);
    }

    #[test]
    fn what_must_be_there_is_asked_for() {
        assert!(from_str::<Pen<()>>("{}").is_err());
        assert!(from_str::<Pen<()>>(r#"{"colour":"red"}"#).is_ok());
        assert!(from_str::<Pen<String>>(r#"{"colour":"red"}"#).is_err());
    }

    #[derive(Debug, Default, PartialEq)]
    struct Holder {
        width: Option<i64>,
        name: Option<String>,
        inner: Option<Box<Holder>>,
    }

    impl_setters! { Holder;
        set width: i64,
        into name: String,
        boxed inner: Holder,
    }

    #[test]
    fn setters_take_what_their_row_says() {
        let holder = Holder::default().width(2).name("red").inner(Holder::default().width(1));
        let inner = Some(Box::new(Holder { width: Some(1), ..Holder::default() }));
        assert_eq!(holder, Holder { width: Some(2), name: Some("red".to_owned()), inner });
    }
}
