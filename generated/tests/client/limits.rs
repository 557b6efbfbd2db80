//! How many calls go out at once, and in a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use crate::client_support::{Access, Demo, Guess, LONG, Look, Server, TestClock, builder, ok};
use jing_openplatform::runtime::client::{
    BoxFuture, Client, Clock, HttpRequest, HttpResponse, Limits, Transport, TransportError,
};
use tokio::sync::Semaphore;

/// Answers each request when the test lets it, and counts those that wait.
#[derive(Clone)]
struct Gate {
    inside: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
    order: Arc<Mutex<Vec<String>>>,
    open: Arc<Semaphore>,
}

impl Gate {
    fn new() -> Self {
        let zero = || Arc::new(AtomicUsize::new(0));
        Self { inside: zero(), most: zero(), order: Arc::default(), open: Arc::new(Semaphore::new(0)) }
    }

    fn client(&self, limits: Limits) -> Client<Demo> {
        let builder = Client::<Demo>::builder().transport(self.clone()).limits(limits).timeout(None);
        builder.attempt_timeout(None).build().unwrap()
    }

    async fn until_inside(&self, calls: usize) {
        while self.inside.load(Ordering::SeqCst) != calls {
            tokio::task::yield_now().await;
        }
    }
}

impl Transport for Gate {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let inside = self.inside.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(inside, Ordering::SeqCst);
            self.order.lock().unwrap().push(request.path_and_query().to_owned());
            self.open.acquire().await.unwrap().forget();
            self.inside.fetch_sub(1, Ordering::SeqCst);
            Ok(HttpResponse::new(200, r#"{"code":0,"data":1}"#))
        })
    }
}

#[tokio::test]
async fn no_more_calls_are_in_flight_than_allowed_and_all_get_through_in_turn() {
    let gate = Gate::new();
    let client = gate.client(Limits::none().in_flight(3));
    let mut calls = Vec::new();
    for number in 0..20 {
        calls.push(tokio::spawn(client.send(Look(number.to_string()))));
        tokio::task::yield_now().await;
    }
    gate.until_inside(3).await;
    gate.open.add_permits(20);
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(gate.most.load(Ordering::SeqCst), 3);
    let wanted: Vec<String> = (0..20).map(|number| format!("/v1/thing/{number}")).collect();
    assert_eq!(*gate.order.lock().unwrap(), wanted);
}

#[tokio::test]
async fn a_call_that_is_given_up_leaves_its_place_to_the_next() {
    let gate = Gate::new();
    let client = gate.client(Limits::none().in_flight(1));
    let call = |name: &str| tokio::spawn(client.send(Look(name.to_owned())));
    let first = call("1");
    gate.until_inside(1).await;
    let (second, third) = (call("2"), call("3"));
    tokio::task::yield_now().await;
    second.abort();
    assert!(second.await.unwrap_err().is_cancelled());
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    gate.open.add_permits(1);
    third.await.unwrap().unwrap();
    assert_eq!(*gate.order.lock().unwrap(), ["/v1/thing/1", "/v1/thing/3"]);
}

#[tokio::test]
async fn a_group_has_limits_of_its_own() {
    let gate = Gate::new();
    let builder = Client::<Demo>::builder().transport(gate.clone()).group_limits("things", Limits::none().in_flight(1));
    let client = builder.timeout(None).attempt_timeout(None).allow_assumed::<Guess>().build().unwrap();
    let things: Vec<_> = (0..2).map(|_| tokio::spawn(client.send(Look("x".to_owned())))).collect();
    let guesses: Vec<_> = (0..2).map(|_| tokio::spawn(client.send(Guess))).collect();
    gate.until_inside(3).await;
    gate.open.add_permits(4);
    for call in things.into_iter().chain(guesses) {
        call.await.unwrap().unwrap();
    }
    assert_eq!(gate.most.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn calls_go_out_no_more_often_than_allowed() {
    let server = Server::new(|_| ok("1"));
    let clock = TestClock::new(LONG);
    let limits = Limits::none().rate(4, Duration::from_secs(2));
    let client = builder(&server).access(&Access).limits(limits).clock(clock.share()).build().unwrap();
    let begin = clock.now();
    let mut times = Vec::new();
    for _ in 0..12 {
        client.send(Look("x".to_owned())).await.unwrap();
        times.push(clock.now().duration_since(begin).unwrap().as_secs_f64());
    }
    // Four at once after a rest, then one each half second.
    for (turn, time) in times.iter().enumerate() {
        let wanted = (turn as f64 - 3.0).max(0.0) * 0.5;
        assert!((time - wanted).abs() < 1e-3, "{turn}: {time}, not {wanted}");
    }
    clock.advance(Duration::from_secs(100));
    let before = clock.slept().len();
    for _ in 0..4 {
        client.send(Look("x".to_owned())).await.unwrap();
    }
    assert_eq!(clock.slept().len(), before, "a rest fills the bucket, and no more than that");
    client.send(Look("x".to_owned())).await.unwrap();
    assert_eq!(clock.slept().len(), before + 1);
}

/// A clock that never lets a sleeper go on.
struct Frozen;

impl Clock for Frozen {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn who_waits_for_the_rate_and_gives_up_takes_no_call_with_him() {
    let gate = Gate::new();
    let builder = Client::<Demo>::builder().transport(gate.clone()).limits(Limits::none().per_second(1));
    let client = builder.timeout(None).attempt_timeout(None).clock(Arc::new(Frozen)).build().unwrap();
    gate.open.add_permits(1);
    client.send(Look("1".to_owned())).await.unwrap();
    let waiting: Vec<_> = (0..3).map(|_| tokio::spawn(client.send(Look("2".to_owned())))).collect();
    tokio::task::yield_now().await;
    for call in waiting {
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
    }
    assert_eq!(gate.order.lock().unwrap().len(), 1);
}
