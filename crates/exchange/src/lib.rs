//! mithaq-exchange
