namespace CognitoStack.Configuration;

/// <summary>Parts of the contract that are checked but have no resources yet. They are refused: nothing that is asked for is ever left out in silence.</summary>
internal static class NotYetAvailable
{
    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        Refuse(environment.Operations.AlarmEmails.Count > 0, "$.operations.alarmEmails");
        Refuse(environment.Operations.Waf is not null, "$.operations.waf");
        Refuse(environment.Operations.LogDelivery is not null, "$.operations.logDelivery");

        void Refuse(bool asked, string path)
        {
            if (asked) findings.Error(path, "is not yet available in this version. Remove it.");
        }
    }
}
