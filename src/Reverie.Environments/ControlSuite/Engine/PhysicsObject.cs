namespace Reverie.Environments.ControlSuite.Engine;

/// <summary>What has a name in a model, by MuJoCo's numbers.</summary>
public enum PhysicsObject
{
    Body = 1,
    Joint = 3,
    Geom = 5,
    Site = 6,
    Camera = 7,
    Tendon = 17,
    Actuator = 18,
    Sensor = 19,
}
