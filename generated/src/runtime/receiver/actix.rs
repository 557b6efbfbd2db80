//! The receiver as a route of actix-web.

use actix_web::http::StatusCode;
use actix_web::http::header::ContentType;
use actix_web::{HttpRequest, HttpResponse, Route, web};

use super::secrets::Head;
use super::{Outcome, ReceivedEvent, Receiver};

/// The route of a receiver: `App::new().route("/hooks/{secret}", route(receiver.clone()))`.
///
/// It takes every method, for the receiver answers the wrong ones. actix-web's own body limits do not concern it.
///
/// When a sender closes his connection while the handler is at work, actix-web lets it finish, unless
/// `HttpServer::h1_allow_half_closed(false)` says otherwise or the connection is reset.
pub fn route<E: ReceivedEvent + Send + 'static>(receiver: Receiver<E>) -> Route {
    web::route().to(move |request: HttpRequest, body: web::Payload| {
        let receiver = receiver.clone();
        async move { answer(serve(&receiver, &request, body).await) }
    })
}

async fn serve<E: ReceivedEvent + Send + 'static>(
    receiver: &Receiver<E>,
    request: &HttpRequest,
    body: web::Payload,
) -> Outcome {
    let header = |name: &str| request.headers().get(name).map(|value| value.as_bytes());
    let is_post = request.method() == actix_web::http::Method::POST;
    if let Err(outcome) = receiver.admit(&Head { is_post, path: request.path(), header: &header }) {
        return receiver.turn_away(outcome);
    }
    match body.to_bytes_limited(receiver.body_limit()).await {
        Ok(Ok(body)) => {
            let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
            receiver.receive_with(text, &body).await
        }
        Ok(Err(_)) => receiver.turn_away(Outcome::CutOff),
        Err(_) => receiver.turn_away(Outcome::TooLarge),
    }
}

fn answer(outcome: Outcome) -> HttpResponse {
    let status = StatusCode::from_u16(outcome.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    response.insert_header(ContentType::plaintext());
    if let Some(header) = outcome.header() {
        response.insert_header(header);
    }
    response.body(outcome.text())
}
