-- How people put the report of a case together.
CREATE TABLE report_settings (
  case_id UUID NOT NULL,
  settings JSONB NOT NULL,
  actor TEXT NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT report_settings_pkey PRIMARY KEY (case_id),
  CONSTRAINT report_settings_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases (id) ON DELETE CASCADE ON UPDATE CASCADE
);
