//! mithaq-pact
