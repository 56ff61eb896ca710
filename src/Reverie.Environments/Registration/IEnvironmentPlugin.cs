namespace Reverie.Environments.Registration;

/// <summary>What a plug-in assembly offers: it registers its environments.</summary>
public interface IEnvironmentPlugin
{
    void Register(EnvironmentRegistry registry);
}
