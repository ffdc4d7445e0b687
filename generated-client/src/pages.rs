//! Responses that the service sends in pages.

#![allow(dead_code, reason = "not every document has such responses")]

use std::fmt;

use reqwest::Url;
use serde::de::DeserializeOwned;

use crate::{Client, Error, Operation, Response};

/// The pages of a response, one by one.
///
/// Each page is requested like the first one: with the same credential and the same
/// [`Retries`](crate::Retries). The URL of a page comes from the page before it. If the URL
/// does not have the origin of the service root, or has a user name, the result is an error
/// and nothing is sent.
///
/// ```text
/// let first = client.list_things().await?;
/// let mut pages = client.list_things_pages(first);
/// while let Some(page) = pages.next().await? {
///     println!("{:?}", page.inner());
/// }
/// ```
pub struct Pages<T> {
    client: Client,
    operation: &'static Operation,
    link: fn(&T) -> Option<&str>,
    next: Next<T>,
}

enum Next<T> {
    First(Box<Response<T>>),
    At {
        link: String,
        /// The link of the page that links to it.
        page: Option<String>,
    },
    None,
}

impl<T: DeserializeOwned> Pages<T> {
    pub(crate) fn of(
        client: &Client,
        operation: &'static Operation,
        first: Response<T>,
        link: fn(&T) -> Option<&str>,
    ) -> Self {
        Self {
            client: client.clone(),
            operation,
            link,
            next: Next::First(Box::new(first)),
        }
    }

    /// Returns the next page. The first one is the page that was passed in. `None` after the
    /// last page.
    ///
    /// # Errors
    /// The error of the call. If you call this again after an error, the client requests the
    /// same page again.
    pub async fn next(&mut self) -> Result<Option<Response<T>>, Error> {
        let page = match &self.next {
            Next::None => return Ok(None),
            Next::At { link, page: own } => {
                let url = self.beside_the_others(link, own.as_deref())?;
                let page = self.client.follow(self.operation, url).await?;
                let own = Some(link.clone());
                return Ok(Some(self.turned(page, own)));
            }
            Next::First(_) => match std::mem::replace(&mut self.next, Next::None) {
                Next::First(first) => *first,
                _ => return Ok(None),
            },
        };
        Ok(Some(self.turned(page, None)))
    }

    /// A page, of which `own` is the link; what it links to comes next.
    fn turned(&mut self, page: Response<T>, own: Option<String>) -> Response<T> {
        self.next = match (self.link)(page.inner()).filter(|link| !link.is_empty()) {
            Some(link) => Next::At {
                link: link.to_owned(),
                page: own,
            },
            None => Next::None,
        };
        page
    }

    /// The URL of a page, if the client may send its token there.
    fn beside_the_others(&self, link: &str, page: Option<&str>) -> Result<Url, Error> {
        let root = self.client.service_root();
        let refused = |why: &str| Error::InvalidArgument {
            message: format!("the next page is not asked for: its link {link:?} {why}"),
        };
        let root =
            Url::parse(root).map_err(|_| refused("cannot be compared with the service root"))?;
        let url = root.join(link).map_err(|_| refused("is no URL"))?;
        if page == Some(link) {
            return Err(refused("is that of its own page"));
        }
        if url.origin() != root.origin() {
            let origin = root.origin().ascii_serialization();
            return Err(refused(&format!("leads away from {origin}")));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("has a user name or password"));
        }
        Ok(url)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let next = match &self.next {
            Next::First(_) => "the first",
            Next::At { link, .. } => link,
            Next::None => "none",
        };
        f.debug_struct("Pages")
            .field("operation", &self.operation.id)
            .field("next", &next)
            .finish_non_exhaustive()
    }
}

/// A link. Its property may be optional, or nullable, or both.
pub(crate) trait Link {
    fn link(&self) -> Option<&str>;
}

impl Link for String {
    fn link(&self) -> Option<&str> {
        Some(self)
    }
}

impl<L: Link> Link for Option<L> {
    fn link(&self) -> Option<&str> {
        self.as_ref()?.link()
    }
}
