using System.Text.RegularExpressions;

namespace CognitoStack.Templates;

/// <summary>Names made of logical IDs: short to match, easy to read, and the same at every run.</summary>
/// <param name="account">Account of the resources.</param>
/// <param name="region">Region of the resources.</param>
public sealed partial class ShortNames(string account, string region) : ResourceNames(account, region)
{
    private readonly string region = region;

    /// <inheritdoc/>
    protected override string Made(NamedType naming, string stack, string id)
    {
        var name = Hash().Replace(id, string.Empty);
        return naming.Form switch
        {
            NameForm.Bucket => name.ToLowerInvariant(),
            NameForm.UserPool => $"{region}_{name}",
            NameForm.IdentityPool => $"{region}:{name}",
            NameForm.Stack or NameForm.Parameter or NameForm.Uuid or NameForm.UserPoolClient => name,
            _ => throw new ArgumentException($"A name has no form {naming.Form}.", nameof(naming)),
        };
    }

    /// <inheritdoc/>
    protected override string StackGuid(string stack) => "0a1b2c3d-0000-4000-8000-000000000000";

    /// <inheritdoc/>
    protected override string Created(string stack, string id) => "2026-01-01T00:00:00.000";

    /// <summary>The hash that the CDK adds to a logical ID.</summary>
    [GeneratedRegex("[0-9A-F]{8}$")]
    private static partial Regex Hash();
}
