//! `multipart/form-data` (RFC 7578), streamed from its sources with its length known beforehand: memory stays flat,
//! and a file that changes its length on the way breaks the request off instead of sending something else.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use bytes::{BufMut, Bytes, BytesMut};
use futures::FutureExt;
use futures::future::BoxFuture;
use http_body::{Frame, SizeHint};
use tokio::io::AsyncRead;
use tokio_util::io::poll_read_buf;

use crate::wire::BoxError;

const CHUNK: usize = 64 * 1024;

pub type BoxRead = Box<dyn AsyncRead + Send + Unpin>;
/// Opens a part's content, from its start, each time it is called.
pub type Opener = Arc<dyn Fn() -> BoxFuture<'static, io::Result<BoxRead>> + Send + Sync>;

#[derive(Debug, Clone, Default)]
pub struct Multipart {
    pub parts: Vec<Part>,
}

#[derive(Clone)]
pub enum Part {
    Text {
        name: String,
        value: String,
    },
    File {
        name: String,
        file_name: String,
        content_type: String,
        /// In bytes; exactly what `source` yields.
        length: u64,
        source: Opener,
    },
}

impl Part {
    pub fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::Text {
            name: name.into(),
            value: value.into(),
        }
    }

    pub fn bytes(
        name: impl Into<String>,
        file_name: impl Into<String>,
        content_type: impl Into<String>,
        bytes: Bytes,
    ) -> Self {
        let length = bytes.len() as u64;
        let source: Opener = Arc::new(move || {
            let reader: BoxRead = Box::new(io::Cursor::new(bytes.clone()));
            futures::future::ready(Ok(reader)).boxed()
        });
        Self::File {
            name: name.into(),
            file_name: file_name.into(),
            content_type: content_type.into(),
            length,
            source,
        }
    }

    /// A file on disk, with the length it has now; a length that differs when it is sent breaks the request off.
    pub async fn file_path(
        name: impl Into<String>,
        file_name: impl Into<String>,
        content_type: impl Into<String>,
        path: impl Into<PathBuf>,
    ) -> io::Result<Self> {
        let path = path.into();
        let length = tokio::fs::metadata(&path).await?.len();
        let source: Opener = Arc::new(move || {
            let path = path.clone();
            async move {
                let file = tokio::fs::File::open(&path).await?;
                if file.metadata().await?.len() != length {
                    return Err(io::Error::other(SourceChanged));
                }
                let reader: BoxRead = Box::new(file);
                Ok(reader)
            }
            .boxed()
        });
        let (name, file_name, content_type) = (name.into(), file_name.into(), content_type.into());
        Ok(Self::File {
            name,
            file_name,
            content_type,
            length,
            source,
        })
    }

    fn head(&self, boundary: &str) -> String {
        match self {
            Self::Text { name, .. } => {
                format!(
                    "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n",
                    escaped(name)
                )
            }
            Self::File {
                name,
                file_name,
                content_type,
                ..
            } => format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
                escaped(name),
                escaped(file_name),
                plain_type(content_type),
            ),
        }
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { name, value } => write!(f, "Text({name}, {} bytes)", value.len()),
            Self::File { name, length, .. } => write!(f, "File({name}, {length} bytes)"),
        }
    }
}

/// RFC 7578 as browsers write it: UTF-8 as it is, what would end the quoted text encoded.
fn escaped(text: &str) -> String {
    text.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn plain_type(content_type: &str) -> &str {
    let plain = !content_type.is_empty()
        && content_type
            .bytes()
            .all(|byte| (0x20..0x7f).contains(&byte));
    if plain {
        content_type
    } else {
        "application/octet-stream"
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the file changed while it was being sent")]
struct SourceChanged;

/// Tells, after the exchange, whether it was our own source that broke it off.
#[derive(Clone, Default)]
pub(crate) struct SourceWatch(Arc<AtomicBool>);

impl SourceWatch {
    pub(crate) fn broke(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

pub(crate) type Sent = Arc<dyn Fn(u64) + Send + Sync>;

/// The encoded form, ready to be sent once.
pub(crate) struct FormBody {
    pieces: VecDeque<Piece>,
    left: u64,
    sent: u64,
    progress: Sent,
    watch: SourceWatch,
}

enum Piece {
    Text(Bytes),
    Source { reader: BoxRead, left: u64 },
}

impl FormBody {
    /// Opens every source. Fails, with nothing sent, if one cannot be opened.
    pub(crate) async fn open(form: &Multipart, boundary: &str, progress: Sent) -> io::Result<Self> {
        let mut pieces = VecDeque::new();
        let mut text = String::new();
        let mut left = 0_u64;
        for part in &form.parts {
            text.push_str(&part.head(boundary));
            match part {
                Part::Text { value, .. } => text.push_str(value),
                Part::File { length, source, .. } => {
                    let before = Bytes::from(std::mem::take(&mut text));
                    left = left
                        .saturating_add(before.len() as u64)
                        .saturating_add(*length);
                    pieces.push_back(Piece::Text(before));
                    pieces.push_back(Piece::Source {
                        reader: source().await?,
                        left: *length,
                    });
                }
            }
            text.push_str("\r\n");
        }
        text.push_str(&format!("--{boundary}--\r\n"));
        left = left.saturating_add(text.len() as u64);
        pieces.push_back(Piece::Text(Bytes::from(text)));
        Ok(Self {
            pieces,
            left,
            sent: 0,
            progress,
            watch: SourceWatch::default(),
        })
    }

    pub(crate) fn length(&self) -> u64 {
        self.left
    }

    pub(crate) fn watch(&self) -> SourceWatch {
        self.watch.clone()
    }

    /// The next bytes of the form; `None` at its end.
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            match self.pieces.pop_front() {
                None => return Poll::Ready(None),
                Some(Piece::Text(text)) => return Poll::Ready(Some(Ok(text))),
                Some(Piece::Source { mut reader, left }) => {
                    // At the declared end one more byte is asked for: there must be none.
                    let room = usize::try_from(left).unwrap_or(usize::MAX).clamp(1, CHUNK);
                    let mut chunk = BytesMut::with_capacity(room).limit(room);
                    let read = poll_read_buf(Pin::new(&mut reader), cx, &mut chunk);
                    let Poll::Ready(read) = read else {
                        self.pieces.push_front(Piece::Source { reader, left });
                        return Poll::Pending;
                    };
                    match read {
                        Err(error) => return Poll::Ready(Some(Err(error))),
                        Ok(0) if left == 0 => {}
                        Ok(count) if count == 0 || count as u64 > left => {
                            return Poll::Ready(Some(Err(io::Error::other(SourceChanged))));
                        }
                        Ok(count) => {
                            self.pieces.push_front(Piece::Source {
                                reader,
                                left: left - count as u64,
                            });
                            return Poll::Ready(Some(Ok(chunk.into_inner().freeze())));
                        }
                    }
                }
            }
        }
    }
}

impl http_body::Body for FormBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let form = self.get_mut();
        Poll::Ready(match ready!(form.poll_chunk(cx)) {
            None => None,
            Some(Ok(chunk)) => {
                form.left = form.left.saturating_sub(chunk.len() as u64);
                form.sent += chunk.len() as u64;
                (form.progress)(form.sent);
                Some(Ok(Frame::data(chunk)))
            }
            Some(Err(error)) => {
                form.pieces.clear();
                form.watch.0.store(true, Ordering::Release);
                Some(Err(error.into()))
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
