using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Constructs;

namespace CognitoStack.Storage;

/// <summary>Key of the customer's own that encrypts buckets and tables (<c>AWS::KMS::Key</c>), rotated every year.</summary>
public sealed class StorageKey : Construct
{
    /// <summary>Makes the key.</summary>
    public StorageKey(Construct scope, string id)
        : base(scope, id)
    {
        Resource = new Key(
            this,
            "Resource",
            new KeyProps
            {
                Description = "Encrypts the buckets and tables of users",
                EnableKeyRotation = true,
                // Always: without the key every object under it is lost for good, also when only storage.encryption changes.
                RemovalPolicy = RemovalPolicy.RETAIN,
            }
        );
    }

    /// <summary>The key.</summary>
    public Key Resource { get; }
}
