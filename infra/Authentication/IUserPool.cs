namespace CognitoStack.Authentication;

/// <summary>A user pool as everything sees it that hangs on it: one that is made here, or one that exists.</summary>
public interface IUserPool
{
    /// <summary>Id, <c>region_suffix</c>.</summary>
    string UserPoolId { get; }

    /// <summary>ARN.</summary>
    string UserPoolArn { get; }

    /// <summary>Name as an identity pool knows it, <c>cognito-idp.region.amazonaws.com/id</c>.</summary>
    string ProviderName { get; }
}
