using CognitoStack.Templates.Firewall;

namespace CognitoStack.Local.Firewall;

/// <summary>What stands before a resource that a web ACL is associated with.</summary>
public interface IWebFirewall
{
    /// <summary>Judges a request, counts it and logs it. Without a web ACL every request passes.</summary>
    /// <param name="resource">What the request is for.</param>
    /// <param name="request">The request, as far as AWS WAF sees it.</param>
    /// <returns>Whether the request passes.</returns>
    bool Lets(Resource resource, InspectedRequest request);
}
