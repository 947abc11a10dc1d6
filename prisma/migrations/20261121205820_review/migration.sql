-- Public halves of the keys that the installation signs with, old ones too: what they signed is checked by them.
CREATE TABLE signing_keys (
  fingerprint CHAR(64) NOT NULL,
  public_key TEXT NOT NULL,
  first_used_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  retired_at TIMESTAMPTZ(3),
  CONSTRAINT signing_keys_pkey PRIMARY KEY (fingerprint)
);

-- What was frozen, by its hash: the very bytes that were signed.
CREATE TABLE frozen_documents (
  case_id UUID NOT NULL,
  sha256 CHAR(64) NOT NULL,
  document BYTEA NOT NULL,
  CONSTRAINT frozen_documents_pkey PRIMARY KEY (case_id, sha256),
  CONSTRAINT frozen_documents_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases (id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE case_reviews (
  id SERIAL NOT NULL,
  case_id UUID NOT NULL,
  state TEXT NOT NULL DEFAULT 'asked',
  note TEXT NOT NULL DEFAULT '',
  reviewers TEXT[] NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  answered_by TEXT,
  answered_at TIMESTAMPTZ(3),
  answer TEXT NOT NULL DEFAULT '',
  reasons JSONB NOT NULL DEFAULT '[]',
  CONSTRAINT case_reviews_pkey PRIMARY KEY (id),
  CONSTRAINT case_reviews_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX case_reviews_case_id_id_idx ON case_reviews (case_id, id);
-- One review at a time.
CREATE UNIQUE INDEX case_reviews_open ON case_reviews (case_id) WHERE state = 'asked';

CREATE TABLE case_versions (
  case_id UUID NOT NULL,
  number INTEGER NOT NULL,
  sha256 CHAR(64) NOT NULL,
  size BIGINT NOT NULL,
  fingerprint CHAR(64) NOT NULL,
  signature TEXT NOT NULL,
  review_id INTEGER,
  last_entry_id BIGINT NOT NULL,
  actor TEXT NOT NULL,
  frozen_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT case_versions_pkey PRIMARY KEY (case_id, number),
  CONSTRAINT case_versions_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases (id) ON DELETE CASCADE ON UPDATE CASCADE
);

-- A version is what it was: rows are added, and go with their case.
CREATE FUNCTION refuse_change_of_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a frozen version is never changed';
END $$;
CREATE TRIGGER case_versions_fixed BEFORE UPDATE ON case_versions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_version();
CREATE TRIGGER frozen_documents_fixed BEFORE UPDATE ON frozen_documents
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_version();

-- What leaves a case as a file that a job makes; the file lies in the data folder until it expires.
CREATE TABLE exports (
  id UUID NOT NULL DEFAULT gen_random_uuid(),
  case_id UUID NOT NULL,
  format TEXT NOT NULL,
  version INTEGER,
  masked TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  state TEXT NOT NULL DEFAULT 'queued',
  step TEXT NOT NULL DEFAULT '',
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  name TEXT,
  size BIGINT,
  sha256 CHAR(64),
  error TEXT,
  user_id TEXT,
  actor TEXT NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  finished_at TIMESTAMPTZ(3),
  expires_at TIMESTAMPTZ(3),
  CONSTRAINT exports_pkey PRIMARY KEY (id),
  CONSTRAINT exports_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX exports_case_id_created_at_idx ON exports (case_id, created_at);
