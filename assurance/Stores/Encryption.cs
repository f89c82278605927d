using CognitoStack.Assurance.Access;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Stores;

/// <summary>Whose key it is.</summary>
internal enum KeyOwner
{
    /// <summary>There is no key.</summary>
    Nobody,

    /// <summary>AWS's own, of which an account sees nothing.</summary>
    Aws,

    /// <summary>One that AWS manages in the account.</summary>
    AwsInAccount,

    /// <summary>The customer's.</summary>
    Customer,
}

/// <summary>By which key something is encrypted where it is kept.</summary>
/// <param name="Owner">Whose key it is.</param>
/// <param name="KeyArn">The key, where it is the customer's.</param>
internal sealed record Encryption(KeyOwner Owner, string? KeyArn = null)
{
    private const string Default = "alias/aws/";

    /// <summary>As a resource says it, or as its service does where it says nothing.</summary>
    /// <remarks>Sources: AWS KMS Developer Guide, "How AWS services use AWS KMS"; Amazon Cognito Developer Guide, "Data protection in Amazon Cognito"
    /// (https://docs.aws.amazon.com/cognito/latest/developerguide/data-protection.html); Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest"
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html); Amazon CloudWatch Logs User Guide, "Encrypt log data"
    /// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html); AWS Lambda Developer Guide, "Data encryption at rest".</remarks>
    public static Encryption Of(Resource resource)
    {
        var properties = resource.Properties;
        switch (resource.Type)
        {
            case StoreTypes.Bucket:
                // S3 encrypts by itself what nobody asks it to; the templates are to say it, so that nobody has to know.
                var byDefault = properties["BucketEncryption"]?["ServerSideEncryptionConfiguration"]?[0]?["ServerSideEncryptionByDefault"];
                return byDefault?["SSEAlgorithm"]?.ToString() switch
                {
                    "AES256" => new(KeyOwner.Aws),
                    "aws:kms" or "aws:kms:dsse" => By(byDefault["KMSMasterKeyID"]?.ToString(), KeyOwner.AwsInAccount),
                    _ => new(KeyOwner.Nobody),
                };
            case StoreTypes.Table:
                var sse = properties["SSESpecification"];
                return sse?["SSEEnabled"]?.ToString() == "true"
                    ? By(sse["KMSMasterKeyId"]?.ToString(), KeyOwner.AwsInAccount)
                    : new(KeyOwner.Aws);
            case StoreTypes.Topic:
                return By(resource.Text("KmsMasterKeyId"), KeyOwner.Nobody);
            case StoreTypes.UserPool:
                return By(properties["KeyConfiguration"]?["KmsKeyArn"]?.ToString(), KeyOwner.Aws);
            case StoreTypes.LogGroup:
                return By(resource.Text("KmsKeyId"), KeyOwner.Aws);
            case StoreTypes.Function:
                return By(resource.Text("KmsKeyArn"), KeyOwner.Aws);
            default:
                return new(KeyOwner.Aws);
        }
    }

    private static Encryption By(string? key, KeyOwner otherwise) =>
        key is null ? new(otherwise)
        : key.StartsWith(Default, StringComparison.Ordinal) ? new(KeyOwner.AwsInAccount)
        : new(KeyOwner.Customer, key);

    /// <summary>For people.</summary>
    public override string ToString() =>
        Owner switch
        {
            KeyOwner.Nobody => "no key",
            KeyOwner.Aws => "AWS's own key",
            KeyOwner.AwsInAccount => "the key that AWS manages in the account",
            _ => $"the key {KeyArn}",
        };
}
