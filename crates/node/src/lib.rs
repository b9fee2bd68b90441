//! mithaq-node
