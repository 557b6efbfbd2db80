//! The receiver as a `tower::Service`: the head, the body up to its limit, the answer.

use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use tower_service::Service;

use super::secrets::Head;
use super::{Outcome, ReceivedEvent, Receiver};

/// How much room a body gets beforehand, whatever its head says of its length.
const FIRST_ROOM: u64 = 16 * 1024;

/// The answer to come.
pub type ServiceFuture = Pin<Box<dyn Future<Output = Result<Response<Full<Bytes>>, Infallible>> + Send>>;

impl<E, B> Service<Request<B>> for Receiver<E>
where
    E: ReceivedEvent + Send + 'static,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Send,
{
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = ServiceFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> ServiceFuture {
        let receiver = self.clone();
        Box::pin(async move { Ok(answer(receiver.serve(request).await)) })
    }
}

impl<E: ReceivedEvent + Send + 'static> Receiver<E> {
    async fn serve<B: Body>(&self, request: Request<B>) -> Outcome {
        let (head, body) = request.into_parts();
        if let Err(outcome) = self.admit_head(&head) {
            return self.turn_away(outcome);
        }
        match read_body(body, self.body_limit()).await {
            Ok(body) => self.receive_with(&head.headers, &body).await,
            Err(outcome) => self.turn_away(outcome),
        }
    }

    fn admit_head(&self, head: &Parts) -> Result<(), Outcome> {
        let header = |name: &str| head.headers.get(name).map(HeaderValue::as_bytes);
        self.admit(&Head { is_post: head.method == Method::POST, path: head.uri.path(), header: &header })
    }
}

async fn read_body<B: Body>(body: B, limit: usize) -> Result<Vec<u8>, Outcome> {
    let mut read = Vec::new();
    let mut body = pin!(body);
    let room = body.size_hint().lower().min(FIRST_ROOM);
    read.reserve(usize::try_from(room).unwrap_or_default());
    while let Some(frame) = body.frame().await {
        let Ok(mut data) = frame.map_err(|_| Outcome::CutOff)?.into_data() else { continue };
        if data.remaining() > limit - read.len() {
            return Err(Outcome::TooLarge);
        }
        while data.has_remaining() {
            let chunk = data.chunk();
            read.extend_from_slice(chunk);
            let length = chunk.len();
            data.advance(length);
        }
    }
    Ok(read)
}

fn answer(outcome: Outcome) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(outcome.text().as_bytes())));
    *response.status_mut() = StatusCode::from_u16(outcome.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    if let Some((name, value)) = outcome.header() {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
