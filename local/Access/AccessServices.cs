using CognitoStack.Iam;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CognitoStack.Local.Access;

/// <summary>Signatures, credentials and decisions.</summary>
public static class AccessServices
{
    /// <summary>Registers <see cref="IAuthorizer"/>, <see cref="ICredentialIssuer"/> and <see cref="IRequestAuthenticator"/>.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        // Keys lie in a folder of the developer's own; that they are not encrypted there is no news.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        services.AddDataProtection().SetApplicationName("CognitoStack.Local");
        services
            .AddOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>()
            .Configure<StateFolder, ILoggerFactory>(
                (options, state, logs) =>
                    options.XmlRepository = new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(
                        SecretFile.Folder(state["keys"]),
                        logs
                    )
            );
        services.AddSingleton(provider =>
        {
            var log = provider.GetRequiredService<ILogger<BatchingEvaluator>>();
            return new BatchingEvaluator(
                new(
                    () => new NodeEvaluator(),
                    provider.GetRequiredService<TimeProvider>(),
                    TimeSpan.FromSeconds(30),
                    (e, wait) => Log.EvaluatorFailed(log, e, wait.TotalSeconds)
                )
            );
        });
        services.AddHttpContextAccessor();
        services.AddSingleton<IAuthorizer, Authorizer>();
        services.AddSingleton<CredentialIssuer>();
        services.AddSingleton<ICredentialIssuer>(provider => provider.GetRequiredService<CredentialIssuer>());
        services.AddSingleton<SignatureVerifier>();
        services.AddSingleton<IRequestAuthenticator, RequestAuthenticator>();
        return services;
    }
}
