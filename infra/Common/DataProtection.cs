using Amazon.CDK;

namespace CognitoStack.Common;

/// <summary>What becomes of data when its resource is removed: production keeps it, elsewhere it goes with the stack.</summary>
public sealed record DataProtection(bool Production)
{
    /// <summary>CloudFormation's <c>DeletionPolicy</c> and <c>UpdateReplacePolicy</c>.</summary>
    public RemovalPolicy RemovalPolicy => Production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    /// <summary>Whether the service itself refuses a deletion.</summary>
    public bool DeletionProtection => Production;
}
