using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Kms;

/// <summary>Registers this part of the host.</summary>
public static class KmsServices
{
    /// <summary>Adds KMS with the keys of the templates, and messages under them for other services.</summary>
    public static IServiceCollection AddKms(this IServiceCollection services) =>
        services
            .AddSingleton<KeyMaterial>()
            .AddSingleton<Keys>()
            .AddSingleton<IJsonService, KmsService>()
            .AddSingleton<IMessageEncryption, MessageEncryption>()
            .AddSingleton<ISupports, KmsSupport>();
}
