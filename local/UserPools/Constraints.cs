using System.Text.RegularExpressions;

namespace CognitoStack.Local.UserPools;

/// <summary>What members may be that every operation has alike: whoever mixes them up is told so, and not that there is no such thing.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "InitiateAuth", "RespondToAuthChallenge" and "AdminGetUser"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html).</remarks>
internal static partial class Constraints
{
    private const int ShortestSession = 20;
    private const string PoolPattern = @"[\w-]+_[0-9a-zA-Z]+",
        ClientPattern = @"[\w+]+";

    /// <summary>The value of a member.</summary>
    /// <exception cref="Http.AwsException"><c>InvalidParameterException</c>: it cannot be one. A session, which is a secret, is not repeated.</exception>
    public static string Checked(string member, string value) =>
        member switch
        {
            "UserPoolId" when !PoolId().IsMatch(value) => throw Violated(
                member,
                value,
                $"satisfy regular expression pattern: {PoolPattern}"
            ),
            "ClientId" when !ClientId().IsMatch(value) => throw Violated(
                member,
                value,
                $"satisfy regular expression pattern: {ClientPattern}"
            ),
            "Session" when value.Length is > 0 and < ShortestSession => throw Violated(
                member,
                null,
                $"have length greater than or equal to {ShortestSession}"
            ),
            _ => value,
        };

    private static Http.AwsException Violated(string member, string? value, string constraint) =>
        Error.InvalidParameter(
            $"1 validation error detected: Value{(value is null ? "" : $" '{value}'")} at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: Member must {constraint}"
        );

    [GeneratedRegex($@"^{PoolPattern}\z")]
    private static partial Regex PoolId();

    [GeneratedRegex($@"^{ClientPattern}\z")]
    private static partial Regex ClientId();
}
