using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Login.Looks;
using CognitoStack.Local.UserPools.Login.Protocol;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Registers the login pages.</summary>
internal static class LoginServices
{
    public static IServiceCollection AddLoginPages(this IServiceCollection services)
    {
        services.AddAntiforgery(options =>
        {
            options.FormFieldName = "_csrf";
            options.Cookie.Name = "XSRF-TOKEN";
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
        return services
            .AddSingleton<LoginDomains>()
            .AddSingleton<AuthorizationRequests>()
            .AddSingleton<AuthorizationCodes>()
            .AddSingleton<SignIns>()
            .AddSingleton<BrowserSessions>()
            .AddSingleton<LoginFlows>()
            .AddSingleton<LookCatalog>()
            .AddSingleton<HtmlPages>()
            .AddSingleton<LoginRenderer>()
            .AddSingleton<UserPoolApi>()
            .AddSingleton<TermsLinks>()
            .AddSingleton<LoginSteps>()
            .AddSingleton<LogoutPage>()
            .AddSingleton<SignInPage>()
            .AddSingleton<ILoginPage, AuthorizePage>()
            .AddSingleton<ILoginPage>(s => s.GetRequiredService<SignInPage>())
            .AddSingleton<ILoginPage, SignUpPage>()
            .AddSingleton<ILoginPage, ConfirmUserPage>()
            .AddSingleton<ILoginPage, ForgotPasswordPage>()
            .AddSingleton<ILoginPage, ResetPasswordPage>()
            .AddSingleton<ILoginPage, NewPasswordPage>()
            .AddSingleton<ILoginPage, MfaPage>()
            .AddSingleton<ILoginPage, PasskeyPage>()
            .AddSingleton<ILoginPage, AddPasskeyPage>();
    }
}
