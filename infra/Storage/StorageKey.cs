using Amazon.CDK.AWS.KMS;
using CognitoStack.Common;
using Constructs;

namespace CognitoStack.Storage;

/// <summary>Key of the customer's own that encrypts buckets and tables (<c>AWS::KMS::Key</c>), rotated every year.</summary>
public sealed class StorageKey : Construct
{
    /// <summary>Makes the key.</summary>
    public StorageKey(Construct scope, string id, DataProtection protection)
        : base(scope, id)
    {
        Resource = new Key(this, "Resource", new KeyProps
        {
            Description = "Encrypts the buckets and tables of users",
            EnableKeyRotation = true,
            RemovalPolicy = protection.RemovalPolicy,
        });
    }

    /// <summary>The key.</summary>
    public Key Resource { get; }
}
