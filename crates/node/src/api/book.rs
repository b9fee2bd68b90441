//! The parties a post screens again and again.

use std::collections::BTreeSet;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use mithaq_exchange::{BookChange, BooksScreened};
use mithaq_screen::batch::Rows;
use serde::{Deserialize, Serialize};

use crate::app::{App, User};
use crate::duty::Action;
use crate::problem::Problem;

/// How a book stands.
#[derive(Debug, Serialize)]
pub struct Stands {
    parties: usize,
}

/// How the book of the caller's post stands.
pub async fn show(State(app): State<App>, user: User) -> Result<Json<Stands>, Problem> {
    user.may(Action::Screen)?;
    let parties = app.member().book(user.post()?).len();
    Ok(Json(Stands { parties }))
}

/// Puts these parties in place of all: CSV or JSON Lines, as `mithaq screen` reads them, `id` being the party's reference.
pub async fn replace(app: State<App>, user: User, rows: Bytes) -> Result<Json<Stands>, Problem> {
    change(&app, &user, true, parties(&rows)?).await
}

/// Puts these parties in, each in place of the one with its reference.
pub async fn add(app: State<App>, user: User, rows: Bytes) -> Result<Json<Stands>, Problem> {
    change(&app, &user, false, parties(&rows)?).await
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
    Json(removing): Json<Removing>,
) -> Result<Json<Stands>, Problem> {
    let (put, remove) = (Vec::new(), removing.parties);
    change(&app, &user, false, BookChange { put, remove }).await
}

async fn change(
    app: &App,
    user: &User,
    replace: bool,
    change: BookChange,
) -> Result<Json<Stands>, Problem> {
    user.may(Action::Screen)?;
    let member = app.member();
    let parties = member
        .change_book(user.id.as_str(), user.post()?, replace, change, app.now())
        .await?;
    Ok(Json(Stands { parties }))
}

/// A book with a bad row is refused whole: who is left out would go unscreened.
fn parties(rows: &[u8]) -> Result<BookChange, Problem> {
    let wrong = |error: String| Problem::invalid(format!("book: {error}"));
    let mut rows = Rows::open(rows).map_err(|error| wrong(error.to_string()))?;
    let mut change = BookChange::default();
    while let Some(row) = rows.next_row().map_err(|error| wrong(error.to_string()))? {
        change
            .put
            .push(row.map_err(|refusal| wrong(refusal.to_string()))?);
    }
    Ok(change)
}

/// Screens the books now, and not only when something came.
pub async fn screen(State(app): State<App>, user: User) -> Result<Json<BooksScreened>, Problem> {
    user.may(Action::Screen)?;
    Ok(Json(app.member().screen_books(app.now()).await?))
}
