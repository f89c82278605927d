using System.Security.Cryptography;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Kms;

/// <inheritdoc/>
/// <remarks>AWS's services encrypt by a grant, which they make when the key is named to them. There are no grants here: whether there would be one is asked when something is encrypted.
/// Source: Amazon Cognito Developer Guide, "Custom sender Lambda triggers": the service principal needs kms:CreateGrant.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html</remarks>
internal sealed class MessageEncryption(IDeployment deployment, IAuthorizer authorizer, Keys keys) : IMessageEncryption
{
    private const int DataKeyLength = 32;

    /// <inheritdoc/>
    public async Task<byte[]> EncryptAsync(
        string key,
        string service,
        string source,
        byte[] plain,
        IReadOnlyDictionary<string, string> context,
        CancellationToken cancel
    )
    {
        var deployed = deployment.Current;
        var found = KmsKey.Find(deployed, key) ?? throw new KeyUnavailableException($"{key} is no key of the templates.");
        if (!found.IsEnabled || !found.IsSymmetric)
            throw new KeyUnavailableException($"{found.Arn} is {(found.IsEnabled ? $"of {found.Spec} for {found.Usage}" : "disabled")}.");
        if (!await MayAsync(new AwsService(service, source)) && !await MayAsync(new Administrator(deployed.Account)))
            throw new KeyUnavailableException(
                $"The policy of {found.Resource.LogicalId} lets neither {service} nor who deploys make a grant (kms:CreateGrant)."
            );

        using var message = new EncryptedMessage(context);
        var dataKey = RandomNumberGenerator.GetBytes(DataKeyLength);
        return message.Encrypt(plain, dataKey, found.Arn, keys.Encrypt(found, dataKey, new EncryptionContext(message.Context)));

        async Task<bool> MayAsync(Caller caller)
        {
            var conditions = KeyAccess.KeysOf(deployed);
            new EncryptionContext(context).AddTo(conditions);
            return (await authorizer.DecideAsync(caller, [new("kms:CreateGrant", found.Arn, conditions, found.Resource)], cancel)).Allowed;
        }
    }
}
