namespace CognitoStack.Local.Access;

/// <summary>Temporary credentials, as STS hands them out.</summary>
public sealed record Credentials(string AccessKeyId, string SecretAccessKey, string SessionToken, DateTimeOffset Expiration);

/// <summary>Makes temporary credentials. The session is in the token itself, sealed: nothing is kept, and a restart ends no session.</summary>
public interface ICredentialIssuer
{
    /// <summary>Credentials of a session.</summary>
    Credentials Issue(RoleSession session);
}
