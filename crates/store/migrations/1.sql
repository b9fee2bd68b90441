-- The log. An entry's header is what is signed, byte for byte; all that is known of an entry is read from it.
CREATE TABLE entry (
    seq       INTEGER PRIMARY KEY,
    header    BLOB NOT NULL,
    key       TEXT NOT NULL,
    signature BLOB NOT NULL
) STRICT;

-- Contents lie beside the chain, which covers only their salted hashes. Erasing one removes its row here.
CREATE TABLE payload (
    seq   INTEGER PRIMARY KEY REFERENCES entry (seq),
    salt  BLOB NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

-- Who may sign in.
CREATE TABLE account (
    user          TEXT PRIMARY KEY,
    role          TEXT NOT NULL,
    language      TEXT NOT NULL,
    password_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A guard against mistakes. Against an intruder, who can drop it, there is the chain.
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER payload_is_never_changed BEFORE UPDATE ON payload
BEGIN SELECT raise(ABORT, 'a payload is erased, never changed'); END;
