//! What a receiver bears, with and without the durable inbox: events a second, latency at half of that, memory.
//!
//! `cargo bench -p jing-openplatform --features axum,inbox --bench receiver` prints a table in Markdown. It takes some
//! minutes; `-- 2 20000` measures for 2 seconds and counts memory over 20,000 events.
//!
//! The server is a process of its own (axum, two threads), and shares the machine with the load: 64 connections over
//! loopback, bodies of the mix, each different from all others. Rate: each connection sends when it has its answer.
//! Latency: each event has its time to be sent; where its connection is still waiting for the answer before, the clock
//! runs from that time on, and not from when it was sent. Memory is the resident set, which Linux tells.
//! As a test it does all that with a few events.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod mix;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jing_openplatform::Event;
use jing_openplatform::inbox::{EntityKey, FileStore, Inbox, InboxEvent};
use jing_openplatform::receiver::axum::route;
use jing_openplatform::receiver::{BoxError, HandlerError, Receiver, WithBody};
use mix::bodies::LAYOUTS;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const SECRET: &str = "a-secret-of-the-benchmark";
const CONNECTIONS: u64 = 64;
/// Tells the process that it is the server, and where its inbox is; empty for none.
const SERVER: &str = "BENCH_RECEIVER_INBOX";
/// Answers that are waited for before anything is measured.
const WARM_UP: u64 = 200;

fn main() {
    if let Some(folder) = std::env::var_os(SERVER) {
        return runtime().block_on(serve(Path::new(&folder))).unwrap();
    }
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let is_bench = std::env::args().any(|word| word == "--bench");
    let number = |at: usize, usual: u64| arguments.get(at).and_then(|word| word.parse().ok()).unwrap_or(usual);
    let (seconds, events) =
        if is_bench { (number(0, 10) as f64, number(1, 1_000_000)) } else { (0.05, 4 * CONNECTIONS) };
    println!(
        "| | events/s | p50 at half, ms | p99, ms | least to greatest memory after | and at the end, MiB | left to handle |"
    );
    println!("|---|---|---|---|---|---|---|");
    let folder = Folder::new();
    for inbox in [None, Some(&folder.0)] {
        measure(inbox, seconds, events);
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// Measures one server and prints its row.
fn measure(inbox: Option<&PathBuf>, seconds: f64, events: u64) {
    let server = Server::start(inbox);
    let load = Arc::new(Load { to: server.at, bodies: bodies(), sent: AtomicU64::new(0) });
    let runtime = runtime();
    runtime.block_on(load.send_all(WARM_UP, None));
    let rate = runtime.block_on(load.rate(Duration::from_secs_f64(seconds)));
    let count = ((rate / 2.0 * seconds) as u64).max(CONNECTIONS);
    let mut latencies = runtime.block_on(load.send_all(count, Some(rate / 2.0)));
    latencies.sort();
    let at = |share: usize| latencies[(latencies.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    let (half, most) = (at(50), at(99));
    let mut memory = Vec::new();
    for tenth in 1..=10 {
        let left = (events * tenth / 10).saturating_sub(load.sent.load(Ordering::Relaxed));
        runtime.block_on(load.send_all(left, None));
        memory.push((load.sent.load(Ordering::Relaxed), server.memory()));
    }
    let name = if inbox.is_some() { "with the inbox" } else { "receiver alone" };
    let second_half = &memory[5..];
    let (least, greatest) = second_half
        .iter()
        .fold((f64::MAX, 0.0_f64), |(least, greatest), (_, now)| (least.min(*now), greatest.max(*now)));
    let (from, (to, end)) = (second_half[0].0, second_half[4]);
    let left = server.stop();
    println!(
        "| {name} | {rate:.0} | {half:.2} | {most:.2} | {least:.1} to {greatest:.1} from {from} to {to} | {end:.1} | {left} |"
    );
}

/// The mix: all kinds, in all layouts and both forms.
fn bodies() -> Vec<Vec<u8>> {
    let cells = LAYOUTS.iter().flat_map(|layout| [mix::cell(*layout, true), mix::cell(*layout, false)]);
    cells.flatten().map(|body| body.bytes).collect()
}

/// The server's process.
struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    at: SocketAddr,
}

impl Server {
    fn start(inbox: Option<&PathBuf>) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.env(SERVER, inbox.cloned().unwrap_or_default()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let (input, output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let mut output = BufReader::new(output);
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        Self { process, input, output, at: line.trim().parse().unwrap() }
    }

    /// Its resident set in MiB; 0 where that cannot be read.
    fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim_end_matches("kB").trim().parse().map_or(0.0, |kilobytes: f64| kilobytes / 1024.0)
    }

    /// Stops it, and gives what it left to be handled.
    fn stop(mut self) -> String {
        drop(self.input);
        let mut said = String::new();
        self.output.read_to_string(&mut said).unwrap();
        assert!(self.process.wait().unwrap().success());
        said.trim().to_owned()
    }
}

/// Serves until its standard input ends, then says how many events are left to be handled.
async fn serve(folder: &Path) -> Result<(), BoxError> {
    let inbox = match folder.as_os_str().is_empty() {
        true => None,
        false => Some(Inbox::new(FileStore::open(folder.join("inbox.db"))?, EntityKey::at("extra_data.entity_id"))),
    };
    let accepting = inbox.clone();
    let receiver = Receiver::builder(move |event: WithBody<Event>| {
        let inbox = accepting.clone();
        async move { take(inbox, event).await }
    });
    let receiver = receiver.secret_in_path([SECRET]).build()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let app = axum::Router::new().route("/hooks/{secret}", route(receiver));
    let serving = tokio::spawn(axum::serve(listener, app).into_future());
    let stop = async {
        let read = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
        drop(read.await);
    };
    match &inbox {
        Some(inbox) => inbox.run(handle, stop).await?,
        None => stop.await,
    }
    serving.abort();
    match &inbox {
        Some(inbox) => println!("{}", inbox.counts().await?.pending),
        None => println!("–"),
    }
    Ok(())
}

/// Stores an event, where there is an inbox; otherwise it is handled at once.
async fn take(inbox: Option<Inbox<FileStore>>, event: WithBody<Event>) -> Result<(), HandlerError> {
    match inbox {
        Some(inbox) => drop(inbox.accept(event.body).await?),
        None => drop(std::hint::black_box(event.event.kind())),
    }
    Ok(())
}

/// Handles an event of the inbox.
async fn handle(event: InboxEvent) -> Result<(), HandlerError> {
    std::hint::black_box(Event::parse(&event.body)?.kind());
    Ok(())
}

/// Who sends.
struct Load {
    to: SocketAddr,
    bodies: Vec<Vec<u8>>,
    /// How many were sent; the next one's number.
    sent: AtomicU64,
}

impl Load {
    /// Answers a second, over some time.
    async fn rate(self: &Arc<Self>, time: Duration) -> f64 {
        let start = Instant::now();
        let senders = (0..CONNECTIONS).map(|_| {
            let load = Arc::clone(self);
            tokio::spawn(async move {
                let (mut to, mut count) = (Connection::open(load.to).await, 0);
                while start.elapsed() < time {
                    to.deliver(&load).await;
                    count += 1;
                }
                count
            })
        });
        let mut count: u64 = 0;
        for sender in senders.collect::<Vec<_>>() {
            count += sender.await.unwrap();
        }
        count as f64 / start.elapsed().as_secs_f64()
    }

    /// Sends so many, so many a second if that is said, and gives the times until the answers.
    async fn send_all(self: &Arc<Self>, count: u64, rate: Option<f64>) -> Vec<Duration> {
        let start = Instant::now();
        let senders = (0..CONNECTIONS.min(count)).map(|place| {
            let load = Arc::clone(self);
            tokio::spawn(async move {
                let (mut to, mut times) = (Connection::open(load.to).await, Vec::new());
                for number in (place..count).step_by(CONNECTIONS as usize) {
                    let due = rate.map(|rate| start + Duration::from_secs_f64(number as f64 / rate));
                    // Whoever is late is late from the time on that it was due; a timer that is late is no one's fault.
                    let began = match due.filter(|due| *due > Instant::now()) {
                        Some(due) => {
                            tokio::time::sleep_until(due.into()).await;
                            Instant::now()
                        }
                        None => due.unwrap_or_else(Instant::now),
                    };
                    to.deliver(&load).await;
                    times.push(began.elapsed());
                }
                times
            })
        });
        let mut times = Vec::new();
        for sender in senders.collect::<Vec<_>>() {
            times.extend(sender.await.unwrap());
        }
        times
    }
}

/// A connection that is kept.
struct Connection {
    stream: TcpStream,
    room: Vec<u8>,
}

impl Connection {
    async fn open(to: SocketAddr) -> Self {
        let stream = TcpStream::connect(to).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, room: vec![0; 1024] }
    }

    /// Sends an event that is like no other, and waits for its 200.
    async fn deliver(&mut self, load: &Load) {
        let number = load.sent.fetch_add(1, Ordering::Relaxed);
        let body = &load.bodies[number as usize % load.bodies.len()][1..];
        let first = format!("{{\"delivery\":{number},");
        let mut request = Vec::with_capacity(body.len() + 160);
        let length = first.len() + body.len();
        write!(request, "POST /hooks/{SECRET} HTTP/1.1\r\nhost: bench\r\ncontent-length: {length}\r\n\r\n").unwrap();
        request.extend_from_slice(first.as_bytes());
        request.extend_from_slice(body);
        self.stream.write_all(&request).await.unwrap();
        let mut length = 0;
        // The answer ends with its text, which is told by its name.
        while !self.room[..length].ends_with(b"\r\n\r\nhandled") {
            let read = self.stream.read(&mut self.room[length..]).await.unwrap();
            length += read;
            let answer = &self.room[..length];
            let is_good = read > 0 && (length < 12 || answer.starts_with(b"HTTP/1.1 200"));
            assert!(is_good, "{}", String::from_utf8_lossy(answer));
        }
    }
}

/// A folder for the inbox, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("receiver-bench-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
