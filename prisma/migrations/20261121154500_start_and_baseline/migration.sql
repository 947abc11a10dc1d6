-- The record that people accepted as the beginning of a case, and the span that it is compared with.
CREATE TABLE case_starts (
  case_id UUID NOT NULL,
  at TIMESTAMPTZ(3) NOT NULL,
  address INET NOT NULL,
  reason TEXT NOT NULL,
  kind TEXT NOT NULL,
  summary TEXT NOT NULL,
  sha256 CHAR(64) NOT NULL,
  record_no INTEGER NOT NULL,
  why TEXT NOT NULL DEFAULT '',
  was_from TIMESTAMPTZ(3),
  actor TEXT NOT NULL,
  accepted_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT case_starts_pkey PRIMARY KEY (case_id),
  CONSTRAINT case_starts_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases (id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE case_baselines (
  case_id UUID NOT NULL,
  from_at TIMESTAMPTZ(3) NOT NULL,
  to_at TIMESTAMPTZ(3) NOT NULL,
  actor TEXT NOT NULL,
  chosen_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT case_baselines_pkey PRIMARY KEY (case_id),
  CONSTRAINT case_baselines_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases (id) ON DELETE CASCADE ON UPDATE CASCADE
);
