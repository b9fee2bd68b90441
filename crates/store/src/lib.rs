//! mithaq-store
