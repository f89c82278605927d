using CognitoStack.Lambda.PreAuthentication;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

/// <summary>The gate in the process of the test.</summary>
internal static class Gate
{
    public static readonly Lookups NoLookups = new() { FunctionName = "gate", Clock = TimeProvider.System };

    public static PreAuthenticationHandler Of(SignInRules rules, Lookups? lookups = null) =>
        new(rules, lookups ?? NoLookups, TimeProvider.System, "gate");
}
