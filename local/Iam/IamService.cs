using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Iam;

/// <summary>Operations of IAM.</summary>
internal interface IIamOperations : IQueryOperations;

/// <summary>AWS Identity and Access Management: reads roles and their policies, and changes their inline ones.</summary>
internal sealed class IamService(IEnumerable<IIamOperations> parts, IRequestAuthenticator authenticator)
    : QueryService("iam", "https://iam.amazonaws.com/doc/2010-05-08/", parts, authenticator);

/// <summary>Composition.</summary>
public static class IamServices
{
    /// <summary>Adds IAM.</summary>
    public static IServiceCollection AddIam(this IServiceCollection services) =>
        services.AddSingleton<IIamOperations, RoleOperations>().AddSingleton<IHttpService, IamService>();
}
