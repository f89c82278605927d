using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Login.Protocol;

/// <summary>Names under which the login pages of a pool are met: <c>PREFIX.auth.localhost</c>, or a custom domain with <c>.localhost</c> behind it.</summary>
internal sealed class LoginDomains(IDeployment deployment, Pools pools)
{
    /// <summary>The pool of a host name; null for a name that is every pool's, or no pool's.</summary>
    public UserPool? PoolOf(string host) =>
        LoopbackHosts.BucketOf(host) is null
            ? null
            : deployment
                .Current.OfType("AWS::Cognito::UserPoolDomain")
                .Where(domain => HostOf(domain).Equals(host, StringComparison.OrdinalIgnoreCase))
                .Select(domain => pools.Find(domain.Text("UserPoolId") ?? ""))
                .FirstOrDefault();

    /// <summary>Names of all custom domains.</summary>
    public IEnumerable<string> CustomDomains => deployment.Current.OfType("AWS::Cognito::UserPoolDomain").Where(IsCustom).Select(HostOf);

    private static bool IsCustom(Resource domain) => domain.Properties["CustomDomainConfig"] is not null;

    private static string HostOf(Resource domain) =>
        IsCustom(domain) ? $"{domain.Text("Domain")}.localhost" : $"{domain.Text("Domain")}.auth.localhost";
}
