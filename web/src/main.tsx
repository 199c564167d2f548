import { render } from "preact";
import { readReport } from "./data/run";
import { App } from "./page/app";
import "./style/base.css";
import "./style/controls.css";
import "./style/runs.css";
import "./style/clusters.css";
import "./style/charts.css";
import "./style/findings.css";
import "./style/groups.css";
import "./style/pictures.css";
import "./style/trial.css";
import "./style/map.css";
import "./style/narrow.css";
import "./style/print.css";
import "./style/served.css";

render(<App report={readReport()} />, document.getElementById("app")!);
