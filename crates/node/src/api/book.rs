//! The parties a post screens again and again.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use mithaq_exchange::{BookChange, BooksScreened};
use mithaq_screen::batch::Rows;
use serde::{Deserialize, Serialize};

use super::given::{Given, Sent};
use crate::app::{App, User};
use crate::duty::Action;
use crate::problem::Problem;

/// How a book stands.
#[derive(Debug, Serialize)]
pub struct Stands {
    /// How many parties are in it.
    parties: usize,
    /// Columns that were not read, as the header names them: what stands there counts neither for nor against.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ignored: Vec<String>,
}

/// How the book of the caller's post stands.
pub async fn show(State(app): State<App>, user: User) -> Result<Json<Stands>, Problem> {
    user.may(Action::Screen)?;
    Ok(Json(Stands {
        parties: app.member().book(user.post()?).len(),
        ignored: Vec::new(),
    }))
}

/// Puts these parties in place of all: CSV or JSON Lines, as `mithaq screen` reads them, `id` being the party's reference.
pub async fn replace(
    app: State<App>,
    user: User,
    Sent(rows): Sent,
) -> Result<Json<Stands>, Problem> {
    put(&app, &user, true, &rows).await
}

/// Puts these parties in, each in place of the one with its reference.
pub async fn add(app: State<App>, user: User, Sent(rows): Sent) -> Result<Json<Stands>, Problem> {
    put(&app, &user, false, &rows).await
}

async fn put(app: &App, user: &User, replace: bool, rows: &[u8]) -> Result<Json<Stands>, Problem> {
    user.may(Action::Screen)?;
    let (change, ignored) = parties(rows)?;
    change_book(app, user, replace, change, ignored).await
}

/// Which parties to take out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Removing {
    parties: BTreeSet<String>,
}

/// Takes parties out.
pub async fn remove(
    app: State<App>,
    user: User,
    Given(removing): Given<Removing>,
) -> Result<Json<Stands>, Problem> {
    user.may(Action::Screen)?;
    let (put, remove) = (Vec::new(), removing.parties);
    change_book(&app, &user, false, BookChange { put, remove }, Vec::new()).await
}

async fn change_book(
    app: &App,
    user: &User,
    replace: bool,
    change: BookChange,
    ignored: Vec<String>,
) -> Result<Json<Stands>, Problem> {
    let member = app.member();
    let parties = member
        .change_book(user.id.as_str(), user.post()?, replace, change, app.now())
        .await?;
    Ok(Json(Stands { parties, ignored }))
}

/// The parties that rows tell of, and the columns that were not read. A book with a bad row is refused whole: who is left out
/// would go unscreened.
fn parties(rows: &[u8]) -> Result<(BookChange, Vec<String>), Problem> {
    let wrong = |error: String| Problem::invalid(format!("book: {error}"));
    let mut rows = Rows::open(rows).map_err(|error| wrong(error.to_string()))?;
    if !rows.has_ids() {
        return Err(wrong(
            "line 1: the header has no column `id`; expected one with the reference by which you know each party".into(),
        ));
    }
    let mut change = BookChange::default();
    while let Some(row) = rows.next_row().map_err(|error| wrong(error.to_string()))? {
        let party = row.map_err(|refusal| wrong(refusal.to_string()))?;
        change.put.push(party);
    }
    Ok((change, rows.ignored().to_vec()))
}

/// Screens the books now, and not only when something came; says what is new in the book of the caller's post.
pub async fn screen(State(app): State<App>, user: User) -> Result<Json<BooksScreened>, Problem> {
    user.may(Action::Screen)?;
    user.post()?;
    let member = app.member();
    let mut screened = member.screen_books(app.now()).await?;
    screened
        .raised
        .retain(|screening| user.may_see_screening(member, *screening).is_ok());
    Ok(Json(screened))
}
