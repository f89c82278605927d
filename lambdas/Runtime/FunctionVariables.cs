namespace CognitoStack;

/// <summary>Names of the functions' environment variables. The functions compile this file, and so does who sets the variables.</summary>
internal static class FunctionVariables
{
    // The gate.
    public const string AllowEmailDomains = "ALLOW_EMAIL_DOMAINS";
    public const string DenyEmailDomains = "DENY_EMAIL_DOMAINS";
    public const string RequireVerifiedEmail = "REQUIRE_VERIFIED_EMAIL";
    public const string OnFailure = "ON_FAILURE";
    public const string DenyListTableName = "DENY_LIST_TABLE_NAME";
    public const string AllowedGroupsByClient = "ALLOWED_GROUPS_BY_CLIENT";
    public const string LinkTrustedProviders = "LINK_TRUSTED_PROVIDERS";
    public const string LinkSubjectAttributes = "LINK_SUBJECT_ATTRIBUTES";
    public const string LinkHostedDomainAttributes = "LINK_HOSTED_DOMAIN_ATTRIBUTES";

    // The audit.
    public const string AuditTableName = "AUDIT_TABLE_NAME";
    public const string AuditRetentionDays = "AUDIT_RETENTION_DAYS";
    public const string RecordLastSignIn = "RECORD_LAST_SIGN_IN";

    // The migration.
    public const string OldUserPoolId = "OLD_USER_POOL_ID";
    public const string OldClientId = "OLD_CLIENT_ID";
    public const string CustomAttributes = "CUSTOM_ATTRIBUTES";
}
