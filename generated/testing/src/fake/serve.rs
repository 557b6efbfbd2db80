//! Connections: one thread each, one request after another.

use std::io::BufReader;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use super::fault::Response;
use super::state::State;
use super::wire::{Manner, read, write};

/// Takes connections until the platform is stopped.
pub(super) fn accept(listener: &TcpListener, state: &Arc<State>) {
    for (number, stream) in listener.incoming().enumerate() {
        let Ok(stream) = stream else { continue };
        let mut inner = state.lock();
        if inner.is_stopped {
            return;
        }
        let Ok(handle) = stream.try_clone() else { continue };
        inner.connections.insert(number, handle);
        drop(inner);
        let state = state.clone();
        thread::spawn(move || {
            serve(&stream, number, &state);
            let _ = stream.shutdown(Shutdown::Both); // The client may have been quicker.
            state.lock().connections.remove(&number);
            state.more.notify_all();
        });
    }
}

fn serve(stream: &TcpStream, connection: usize, state: &State) {
    let _ = stream.set_nodelay(true); // Without it all is only slower.
    let mut from = BufReader::new(stream);
    loop {
        let received = match read(&mut from, &mut &*stream) {
            Ok(Some(received)) => received,
            Ok(None) => return,
            Err(_) => {
                let manner = Manner { fault: None, chunked: false, is_head: false };
                let _ = write(stream, &Response::new(400, "fake platform: no HTTP/1.1"), &manner);
                return;
            }
        };
        let (is_last, is_head) = (received.is_last(), received.method == "HEAD");
        let turn = state.take(received, connection);
        let manner = Manner { fault: turn.fault.as_ref(), chunked: state.chunked, is_head };
        let goes_on = write(stream, &turn.response, &manner);
        if turn.is_token_call {
            state.lock().tokens.at_once -= 1;
        }
        if is_last || !goes_on.unwrap_or(false) {
            return;
        }
    }
}
