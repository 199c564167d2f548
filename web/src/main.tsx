import { render } from "preact";
import { readReport } from "./data/run";
import { App } from "./page/app";
import "./style/base.css";
import "./style/controls.css";
import "./style/sections.css";
import "./style/map.css";
import "./style/print.css";
import "./style/served.css";

render(<App report={readReport()} />, document.getElementById("app")!);
