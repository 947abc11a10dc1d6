/** SQL: the installation asks everyone for a second factor, and the person `u`, who has a password, has set up none. */
export const MUST_SET_UP = `(NOT u.two_factor_enabled AND EXISTS (SELECT FROM installation_settings WHERE require_second_factor)
    AND EXISTS (SELECT FROM login_accounts a WHERE a.user_id = u.id AND a.provider_id = 'credential'))`;
