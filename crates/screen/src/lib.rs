//! mithaq-screen
