//! The park on a socket. Its own accept loop, because a dropped connection must really be reset, without an answer.

use crate::{answer::Dropped, park::Sandbox, routes::BASE_PATH};
use axum::{Router, body::Body, response::Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{io, net::SocketAddr, pin::pin};
use tokio::{
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};
use tower::ServiceExt;

/// A served park; it stops, and its connections close, when this is dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    accepting: JoinHandle<()>,
}

impl Running {
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT/taxi-public/v1`
    pub fn base_url(&self) -> String {
        format!("http://{}{BASE_PATH}", self.address)
    }

    /// `http://127.0.0.1:PORT`, where Fleet, Yume and the control door are.
    pub fn root_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops listening and closes every connection before it returns.
    pub async fn stop(mut self) {
        self.accepting.abort();
        // The error is the cancellation that was just asked for.
        let _ = (&mut self.accepting).await;
    }

    /// Runs until the accept loop ends, which it does only when this is dropped.
    pub async fn forever(mut self) {
        let _ = (&mut self.accepting).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Sandbox {
    /// Listens on this address, e.g. `127.0.0.1:0`. Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// The address cannot be listened on.
    pub async fn serve(&self, address: &str) -> io::Result<Running> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let accepting = tokio::spawn(accept(listener, self.router()));
        Ok(Running { address, accepting })
    }
}

/// Connections live in the set and end with it.
async fn accept(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            connections.spawn(talk(stream, router.clone()));
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn talk(stream: TcpStream, router: Router) {
    // Nothing to do about a socket that refuses the option: it only answers a little later.
    let _ = stream.set_nodelay(true);
    let service =
        service_fn(move |request: http::Request<Incoming>| answer(router.clone(), request));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    if pin!(&mut connection).await.is_err() {
        reset(connection.into_parts().io.into_inner());
    }
}

async fn answer(router: Router, request: http::Request<Incoming>) -> io::Result<Response> {
    let response = match router.oneshot(request.map(Body::new)).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    match response.extensions().get::<Dropped>() {
        Some(_) => Err(io::ErrorKind::ConnectionReset.into()),
        None => Ok(response),
    }
}

/// Closes with RST instead of FIN, so that the client sees a reset and not an orderly end.
fn reset(stream: TcpStream) {
    let _ = stream.set_zero_linger();
    drop(stream);
}
