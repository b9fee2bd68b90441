//! mithaq-notice
