//! mithaq-names
