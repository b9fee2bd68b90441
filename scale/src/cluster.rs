//! Scheduler, executors and clients of a Ballista cluster that knows `screen`, and a session of one machine.
//!
//! A client plans and sends its plan to the scheduler; the scheduler cuts it into tasks and hands them round the executors, as
//! many to each as it has cores; executors read the Parquet files, answer, and keep what they answered until it is fetched.
//! Nothing between these machines is encrypted or signed in to: they belong into one closed network.

use std::io;
use std::net::{SocketAddr, TcpListener as PortFinder};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ballista::prelude::{SessionConfigExt, SessionContextExt};
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_executor::health::ExecutorHealth;
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::{SchedulerConfig, TaskDistributionPolicy};
use ballista_scheduler::scheduler_process::{create_scheduler, start_grpc_service_with_listener};
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::codec::{LogicalCodec, PhysicalCodec};
use crate::error::Error;
use crate::function::ScreenFunction;
use crate::holding::Holding;
use crate::screening::Screening;
use crate::table::register;

/// An executor says that it lives this often; one not heard of for [`LOST_SECONDS`] is given up and its tasks are given to
/// others.
const HEARTBEAT_SECONDS: u64 = 10;
const LOST_SECONDS: u64 = 45;

/// How long an executor waits for a scheduler that does not answer yet.
const SCHEDULER_STARTS_SECONDS: u32 = 5;

/// Schedules until it is stopped. It holds no list and needs no data. Executors report to the name it advertises, or where
/// there is none to the address it listens on.
///
/// # Errors
/// [`Error::Input`], when it listens on all addresses and says none that it is reached by; [`Error::Cluster`] or
/// [`Error::Io`], when the address cannot be served.
pub async fn schedule(listener: TcpListener, advertise: Option<String>) -> Result<(), Error> {
    let address = listener
        .local_addr()
        .map_err(Error::io("the address to listen on"))?;
    if advertise.is_none() && address.ip().is_unspecified() {
        return Err(Error::Input(format!(
            "--listen {address}: found no address that executors could report to; expected one of this machine's, or its name \
             with --advertise"
        )));
    }
    let config = SchedulerConfig {
        bind_host: address.ip().to_string(),
        external_host: advertise.unwrap_or_else(|| bracketed(address)),
        bind_port: address.port(),
        task_distribution: TaskDistributionPolicy::RoundRobin,
        executor_timeout_seconds: LOST_SECONDS,
        no_executors_grace_period_seconds: LOST_SECONDS,
        override_logical_codec: Some(Arc::new(LogicalCodec::default())),
        override_physical_codec: Some(Arc::new(PhysicalCodec::default())),
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await?;
    let scheduler =
        create_scheduler::<LogicalPlanNode, PhysicalPlanNode>(cluster, Arc::new(config)).await?;
    start_grpc_service_with_listener(listener, scheduler).await?;
    Ok(())
}

/// Where and as what an executor runs.
#[derive(Debug, Clone)]
pub struct Executor {
    /// The scheduler's host.
    pub scheduler_host: String,
    /// The scheduler's port.
    pub scheduler_port: u16,
    /// Where clients and other executors fetch answers; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The port the scheduler hands out tasks to, on the same address; 0 takes a free one.
    pub task_port: u16,
    /// The name others reach it by; none means the address it listens on, or, where that is all, the one it calls the
    /// scheduler from.
    pub advertise: Option<String>,
    /// How many rows' batches it answers at once.
    pub cores: usize,
    /// Where answers wait to be fetched; none means a temporary folder, removed at the end.
    pub work_dir: Option<PathBuf>,
}

/// Answers tasks out of a holding until the process is told to end (SIGTERM, Ctrl-C); `ready` is called once, when the
/// scheduler knows it.
///
/// # Errors
/// [`Error::Cluster`], when the scheduler cannot be reached or a port is taken.
pub async fn execute(
    executor: Executor,
    holding: Arc<Holding>,
    ready: impl FnOnce() + Send + 'static,
) -> Result<(), Error> {
    let temporary = tempfile::Builder::new()
        .prefix("mithaq-scale-")
        .tempdir()
        .map_err(Error::io("a temporary folder"))?;
    let work_dir = executor
        .work_dir
        .unwrap_or_else(|| temporary.path().to_owned());
    let health = ExecutorHealth::new();
    let listen = executor.listen;
    let advertise = match executor.advertise {
        None if !listen.ip().is_unspecified() => Some(bracketed(listen)),
        // Ballista would put the address of a version 6 caller where brackets are needed.
        None if listen.is_ipv6() => {
            return Err(Error::Input(format!(
                "--listen {listen}: found no address that others could reach; expected one of this machine's, or its name with \
                 --advertise"
            )));
        }
        said => said,
    };
    reach(&executor.scheduler_host, executor.scheduler_port).await?;
    let config = ExecutorProcessConfig {
        bind_host: bracketed(listen),
        port: free_port(listen)?,
        grpc_port: free_port(SocketAddr::new(listen.ip(), executor.task_port))?,
        external_host: advertise,
        scheduler_host: executor.scheduler_host,
        scheduler_port: executor.scheduler_port,
        // Ballista's own waiting does not end.
        scheduler_connect_timeout_seconds: 0,
        vcores: executor.cores,
        work_dir: Some(work_dir.display().to_string()),
        executor_heartbeat_interval_seconds: HEARTBEAT_SECONDS,
        override_logical_codec: Some(Arc::new(LogicalCodec::default())),
        override_physical_codec: Some(Arc::new(PhysicalCodec::answering(holding))),
        health: health.clone(),
        ..ExecutorProcessConfig::default()
    };
    let announce = async move {
        let mut tick = tokio::time::interval(Duration::from_millis(20));
        while !health.is_ready() {
            tick.tick().await;
        }
        ready();
    };
    tokio::spawn(announce);
    start_executor_process(Arc::new(config)).await?;
    Ok(())
}

/// Waits for a scheduler that is just starting, too.
async fn reach(host: &str, port: u16) -> Result<(), Error> {
    let scheduler = format!("{host}:{port}");
    let mut tick = tokio::time::interval(Duration::from_millis(250));
    for _ in 0..SCHEDULER_STARTS_SECONDS * 4 {
        if TcpStream::connect(&scheduler).await.is_ok() {
            return Ok(());
        }
        tick.tick().await;
    }
    let reached = TcpStream::connect(&scheduler).await;
    reached
        .map(drop)
        .map_err(Error::io(format!("the scheduler at {scheduler}")))
}

/// An address without its port, as it stands before one.
fn bracketed(address: SocketAddr) -> String {
    match address {
        SocketAddr::V4(address) => address.ip().to_string(),
        SocketAddr::V6(address) => format!("[{}]", address.ip()),
    }
}

/// The address's port, or a free one: Ballista has to know it before it listens.
fn free_port(address: SocketAddr) -> Result<u16, Error> {
    if address.port() != 0 {
        return Ok(address.port());
    }
    PortFinder::bind(address)
        .and_then(|listener| listener.local_addr())
        .map(|found| found.port())
        .map_err(Error::io(format!("a free port on {address}")))
}

/// Whether a scheduler, at `HOST:PORT`, has an executor to hand work to. Without one it would keep a query waiting and not say why.
///
/// # Errors
/// [`Error::NoExecutor`], or [`Error::Io`] when there is no scheduler.
pub async fn is_ready(scheduler: &str) -> Result<(), Error> {
    let failed = || Error::io(format!("the scheduler at {scheduler}"));
    let mut stream = TcpStream::connect(scheduler).await.map_err(failed())?;
    let question =
        format!("GET /readyz HTTP/1.1\r\nHost: {scheduler}\r\nConnection: close\r\n\r\n");
    stream
        .write_all(question.as_bytes())
        .await
        .map_err(failed())?;
    let mut status = [0; 12];
    stream.read_exact(&mut status).await.map_err(failed())?;
    match &status {
        b"HTTP/1.1 200" => Ok(()),
        b"HTTP/1.1 503" => Err(Error::NoExecutor(scheduler.to_owned())),
        other => Err(failed()(io::Error::new(
            io::ErrorKind::InvalidData,
            format!(
                "found `{}`; expected a scheduler of mithaq-scale",
                String::from_utf8_lossy(other)
            ),
        ))),
    }
}

/// A session whose queries are answered by the executors of a scheduler, at `HOST:PORT`.
///
/// # Errors
/// [`Error::Query`], when the address is none. Nobody is called yet.
pub async fn client(
    scheduler: &str,
    screening: Screening,
    partitions: usize,
) -> Result<SessionContext, Error> {
    let config = answering_once(SessionConfig::new_with_ballista())
        .with_target_partitions(partitions)
        .with_ballista_logical_extension_codec(Arc::new(LogicalCodec::default()))
        .with_ballista_physical_extension_codec(Arc::new(PhysicalCodec::default()));
    let state = SessionStateBuilder::new()
        .with_default_features()
        .with_config(config)
        .build();
    let session = SessionContext::remote_with_state(&format!("df://{scheduler}"), state).await?;
    register(&session, ScreenFunction::new(screening, None));
    Ok(session)
}

/// A session that answers by itself, on all cores of this machine.
#[must_use]
pub fn alone(holding: Arc<Holding>, screening: Screening, partitions: usize) -> SessionContext {
    let config = answering_once(SessionConfig::new()).with_target_partitions(partitions);
    let session = SessionContext::new_with_config(config);
    register(&session, ScreenFunction::new(screening, Some(holding)));
    session
}

/// DataFusion would compute each field of an answer where the row is read, and answer the row once for every field that is
/// asked for. The setting travels with the query.
fn answering_once(config: SessionConfig) -> SessionConfig {
    config.set_bool(
        "datafusion.optimizer.enable_leaf_expression_pushdown",
        false,
    )
}
