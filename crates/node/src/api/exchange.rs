//! Between members: signed messages in, and the rounds that send and ask.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use mithaq_exchange::PeerSync;
use mithaq_exchange::message::Since;
use mithaq_notice::{MemberId, PostId};
use mithaq_store::Envelope;
use serde::Deserialize;

use super::given::Given;
use crate::app::{App, User};
use crate::duty::Action;
use crate::problem::Problem;

/// A signed message from another member; the reply is signed too. The signature is the sign-in.
pub async fn receive(
    State(app): State<App>,
    Given(message): Given<Envelope>,
) -> Result<Json<Envelope>, Problem> {
    Ok(Json(app.member().answer(&message, app.now()).await?))
}

/// One round with every peer: what is owed goes out, what our posts need is asked for.
pub async fn sync(
    State(app): State<App>,
    user: User,
) -> Result<Json<BTreeMap<MemberId, PeerSync>>, Problem> {
    user.may(Action::Sync)?;
    Ok(Json(app.member().sync(Timestamp::now).await))
}

/// Asks one peer for one post.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskPeer {
    peer: MemberId,
    post: PostId,
    #[serde(default = "acknowledged")]
    since: Since,
}

fn acknowledged() -> Since {
    Since::Acknowledged
}

/// Asks one peer for what one of our posts may use.
pub async fn ask(
    State(app): State<App>,
    user: User,
    Given(asked): Given<AskPeer>,
) -> Result<Json<PeerSync>, Problem> {
    user.may(Action::Sync)?;
    let member = app.member();
    let post = member.post(&asked.post)?;
    let ask = post.ask(post.uses);
    let mut round = PeerSync::default();
    member
        .ask(&asked.peer, ask, asked.since, &mut round, Timestamp::now)
        .await?;
    Ok(Json(round))
}
