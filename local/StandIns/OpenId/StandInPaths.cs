using System.Text.RegularExpressions;

namespace CognitoStack.Local.StandIns.OpenId;

/// <summary>Paths of a stand-in, where the provider that it stands for has them.</summary>
/// <param name="Authorize">Where browsers sign in.</param>
/// <param name="Token">Where codes are exchanged.</param>
/// <param name="Profile">Where attributes are; null for a provider that has them in the ID token alone.</param>
/// <param name="Inspect">Where an access token's app is told; null where ID tokens tell it.</param>
internal sealed partial record StandInPaths(string Authorize, string Token, string? Profile, string? Inspect)
{
    private static readonly StandInPaths Standard = new("authorize", "token", "userinfo", null);
    private static readonly StandInPaths Apple = new("auth/authorize", "auth/token", null, null);
    private static readonly StandInPaths Facebook = new("dialog/oauth", "oauth/access_token", "me", "app");
    private static readonly StandInPaths Amazon = new("ap/oa", "auth/o2/token", "user/profile", "auth/o2/tokeninfo");

    /// <summary>Whether the provider has keys, and signs ID tokens.</summary>
    public bool HasIdTokens => Inspect is null;

    public static StandInPaths Of(StandIn standIn) =>
        standIn.Kind switch
        {
            "Facebook" => Facebook,
            "LoginWithAmazon" => Amazon,
            "SignInWithApple" => Apple,
            _ => Standard,
        };

    /// <summary>A path without the version of the Graph API, which decides nothing here.</summary>
    public static string WithoutVersion(string path) => GraphVersion.Replace(path, "");

    [GeneratedRegex(@"^v\d+\.\d+/")]
    private static partial Regex GraphVersion { get; }
}
