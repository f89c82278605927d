using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace CognitoStack.Configuration;

/// <summary>Who may deliver from GitHub to one AWS account: the stack <c>CognitoStack-Delivery</c>.</summary>
public sealed record DeliveryConfiguration
{
    /// <summary>The JSON Schema that editors check this file against.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>The repository at GitHub, <c>OWNER/NAME</c>, in its exact spelling. No other may take on the roles, forks of it included.</summary>
    [RegularExpression(
        @"^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}/[A-Za-z0-9._-]{1,100}$",
        ErrorMessage = "must be a repository at GitHub, OWNER/NAME"
    )]
    public required string Repository { get; init; }

    /// <summary>Environments of this account that the workflows deploy, by their names in <c>cdk/environments</c>.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Environments { get; init; }

    /// <summary>ARN of the OpenID provider of GitHub, where the account has it already: IAM allows one. Default: the stack makes it.</summary>
    [RegularExpression(
        "^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/token\\.actions\\.githubusercontent\\.com$",
        ErrorMessage = "must be the ARN of GitHub's provider, such as arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
    )]
    public string? OidcProviderArn { get; init; }

    /// <summary>Qualifier of the CDK's bootstrap, where it was changed.</summary>
    [RegularExpression("^[A-Za-z0-9]{1,10}$", ErrorMessage = "must be 1 to 10 letters and digits")]
    public string Qualifier { get; init; } = "hnb659fds";
}
