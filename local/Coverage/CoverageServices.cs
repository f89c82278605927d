using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Coverage;

/// <summary>Composition.</summary>
public static class CoverageServices
{
    /// <summary>Adds the table of what is honoured.</summary>
    public static IServiceCollection AddCoverage(this IServiceCollection services) =>
        services.AddSingleton<ISupports, OtherTypes>().AddSingleton<SupportTable>();
}
