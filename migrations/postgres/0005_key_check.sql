-- One sealed value, which tells at every start whether the encryption keys are the ones that the database was written with.
CREATE TABLE key_check (
    id     integer PRIMARY KEY,
    sealed bytea NOT NULL,
    CONSTRAINT key_check_one CHECK (id = 1)
);
